"""`bookworks survey`: what is in archives, before a recipe exists."""
