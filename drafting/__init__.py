"""nianbao: drafting the statutory 政府信息公开工作年度报告.

The floors, top to bottom; imports only look down::

    ui, cli            what people touch
    service            the verbs of the product, over the store
    store              SQLite: reports, versions, generations
    publishing         Report -> DOCX, PDF, HTML, TXT, XLSX, JSON, review copy
    reading            docx, xlsx, xls, html, pdf, txt -> figures with evidence and questions
    writing            prompts, model, streaming, offline composer, merge
    checks             one rule a file
    binding            figures in Chinese prose <-> facts and notes
    facts              Report -> facts
    report             Report, Organ, Note, Section; the report file
    form               editions and outline as data
    errors, resources  what every floor may use
"""

__version__ = "0.1.0"
