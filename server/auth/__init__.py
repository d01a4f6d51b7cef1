"""Who is calling, what they may do, and which documents they may see."""
