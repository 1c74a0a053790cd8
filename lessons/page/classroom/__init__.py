"""What the pages of a class show: to learners, to their instructor, on the projector."""
