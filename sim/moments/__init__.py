"""The moments of truth as kernels: one small file each, and the day between them."""
