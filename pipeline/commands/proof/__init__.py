"""`bookworks proof`: a finished book, looked at: every page, and the same passages side by side."""
