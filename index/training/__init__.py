"""Makes the tuned embedding model: pruned vocabulary, training pairs, contrastive training, figures."""
