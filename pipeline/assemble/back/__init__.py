"""Back matter that the shop makes of the book itself: one module for each page."""
