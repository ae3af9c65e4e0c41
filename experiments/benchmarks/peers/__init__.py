"""The engine profile of `lite.yaml` and `busy.yaml`, written again with other tools."""
