"""What a study tells while it goes on."""


class Watch:
    """Nobody is told anything; whoever wants to show something overrides this."""

    def say(self, message: str) -> None:
        """Something happens that takes time or changes what is done.

        Parameters
        ----------
        message : str
            A sentence without an end, such as "compiling the model, once per machine".
        """

    def advance(self, lived: int, days: int) -> None:
        """Days go by.

        Parameters
        ----------
        lived : int
            Days lived so far, warm-ups included, over all replicates.
        days : int
            Days there are to live.
        """
