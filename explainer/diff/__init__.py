"""What the working tree does compared with a revision: entries, charts and sentences, and reports of them."""
