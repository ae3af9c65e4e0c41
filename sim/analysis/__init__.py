"""What results say: pure functions of runs, which live nothing themselves."""
