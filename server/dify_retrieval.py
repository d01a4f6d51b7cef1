"""The library as a Dify external knowledge base."""

from __future__ import annotations

from server.contract import DocumentInfo, RequestFilters, SearchHit, SearchRequestBody
from server.dify_conditions import meets
from server.dify_contract import Record, RetrievalRequest, RetrievalResponse
from server.errors import KnowledgeNotFound, UnknownRegionFilter
from server.markdown_answer import STATUS_NAMES
from server.search_where_asked import search_where_asked
from server.service import PolicyService

WHOLE_LIBRARY = "default"


def retrieve(service: PolicyService, request: RetrievalRequest) -> RetrievalResponse:
    """Records for a query: clauses of the part of the library that ``knowledge_id`` names.

    That is ``default`` for all of it, a document's id, or a region's name or adcode (and what holds there from above).
    A query about a region gets that region's clauses only, one about no public matter gets none.

    Raises:
        KnowledgeNotFound: the knowledge id is none of these.
        InvalidRequest: a metadata condition cannot be judged.
    """
    held = service.holdings.documents
    admitted = set(held)
    if condition := request.metadata_condition:
        admitted = {info.id for info in service.documents().documents if meets(info, condition)}
    filters = RequestFilters()
    if request.knowledge_id in held:
        admitted &= {request.knowledge_id}
    elif request.knowledge_id != WHOLE_LIBRARY:
        filters = RequestFilters(regions=[request.knowledge_id])
    if len(admitted) < len(held):
        filters = filters.model_copy(update={"documents": sorted(admitted)})
    setting = request.retrieval_setting
    body = SearchRequestBody(query=request.query, filters=filters, top_k=setting.top_k)
    try:
        # Also where no document is admitted: an id that names nothing must not look like an empty knowledge base.
        passages = search_where_asked(service, body)
    except UnknownRegionFilter:
        raise KnowledgeNotFound(
            f"没有名为“{request.knowledge_id}”的知识库：请用 {WHOLE_LIBRARY}、地区名称或代码、或文件 id。"
        ) from None
    if passages.off_topic or not admitted:
        return RetrievalResponse(records=[])
    records = [_record(hit, service.document(hit.document_id)) for hit in passages.found.hits]
    return RetrievalResponse(records=[r for r in records if r.score >= (setting.score_threshold or 0)])


def _record(hit: SearchHit, document: DocumentInfo) -> Record:
    stated = {
        "document_id": document.id,
        "doc_number": document.doc_number,
        "issuer": document.issuer,
        "region": document.region,
        "adcode": document.adcode,
        "doc_type": document.doc_type,
        "status": document.status,
        "issued_on": document.issued_on,
        "published_on": document.published_on,
        "source_file": document.source_file,
        "clause_id": hit.clause_id,
        "clause_label": hit.clause_label,
        "clause_path": " › ".join(hit.clause_path),
        "start": hit.start,
        "end": hit.end,
        "similarity": hit.scores.get("dense"),
    }
    return Record(
        content=f"{_source_line(document, hit)}\n{hit.text}",
        score=min(1.0, max(0.0, hit.score)),
        title=document.title,
        metadata={name: value for name, value in stated.items() if value is not None},
    )


def _source_line(document: DocumentInfo, hit: SearchHit) -> str:
    """Where the clause is from: a model is handed little else but the content."""
    number = f"（{document.doc_number}）" if document.doc_number else ""
    place = [document.region] if document.region else []
    facts = [*place, f"《{document.title.strip('《》')}》{number}", STATUS_NAMES[document.status], hit.clause_label]
    return f"【{'｜'.join(facts)}】"
