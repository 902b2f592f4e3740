"""`bookworks survey`: what is in an archive, before a recipe exists."""
