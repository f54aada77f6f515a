"""The site while it is being edited: pages made when they are asked for, and browsers told to ask again."""
