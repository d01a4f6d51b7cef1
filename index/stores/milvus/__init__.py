"""Chunks in Milvus: one collection a snapshot."""
