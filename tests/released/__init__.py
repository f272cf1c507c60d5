"""What each release left behind: the hashes of what is frozen with it, and a small backup that it made."""
