"""What every page stands on: who is signed in, forms and drafts, the looks, and every failure as a page."""
