"""LlamaIndex as it comes: ``VectorStoreIndex.from_documents``, with its own splitter and store in memory."""

from __future__ import annotations

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import MetadataMode

from eval.peers.workers.embedding import ServedEmbedding
from eval.peers.workers.work import DEPTH, Found, Job, main


class Served(BaseEmbedding):  # type: ignore[misc]  # not installed in our environment
    """The common embedding as LlamaIndex asks for one."""

    def __init__(self, embedding: ServedEmbedding) -> None:
        super().__init__(model_name="served")
        self._embedding = embedding

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._embedding.passages([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._embedding.passages(texts)

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._embedding.query(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class Defaults:
    """A retriever of the index; only how many passages it brings is ours (its own default is 2)."""

    def __init__(self, job: Job) -> None:
        documents = [Document(text=text, metadata={"file_name": file}) for file, text in job.texts.items()]
        index = VectorStoreIndex.from_documents(documents, embed_model=Served(job.embedding))
        self._retriever = index.as_retriever(similarity_top_k=DEPTH)
        self.passages = len(index.docstore.docs)

    def search(self, question: str) -> list[Found]:
        """The best passages, best first."""
        return [
            Found(hit.node.metadata["file_name"], hit.node.get_content(MetadataMode.NONE))
            for hit in self._retriever.retrieve(question)
        ]


if __name__ == "__main__":
    main(Defaults)
