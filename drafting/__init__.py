"""nianbao: drafting the statutory 政府信息公开工作年度报告.

The floors of the house, the highest first. A module imports from its own floor and from those below it, never from
above; ``tests/test_house.py`` reads this table and holds every import to it::

    __main__       python -m drafting
    ui             the pages
    cli            the command line
    evaluation     cases drafted by candidates, and what can be measured of the drafts
    testing        a model's server and a pages' server on loopback, for tests and measurements
    service        the verbs of the product, over the store
    store          the database: reports, versions, answers of models, the trail
    bundling       the program with all that it needs as a folder, for an office without internet
    collection     a roster of units: hand out, take back, add up; files only
    publishing     Report -> DOCX, PDF, HTML, TXT, XLSX, JSON, review copy
    writing        prompts, models, streaming, the offline composer, merging of texts
    reading        docx, xlsx, xls, html, pdf, txt -> figures with evidence, and questions
    assessment     a report, its true last year, the office's rules -> marks, findings, obstacles
    checks         one rule a module
    bearing        what bears out the words of a text: notes, cells, standard phrases
    binding        figures in Chinese prose <-> facts and notes
    facts          Report -> facts: every figure that may be told, with its formula
    organs         what an organ's name tells of it
    samples        the sample reports
    report_file    *.report.json <-> Report
    preface        what a preface says of its report, whatever the year brought
    arranging      plain texts of chapters -> the sections of a report
    parting        a chapter's words -> sections, at its headings
    report         Report, Note
    narrative      the outline of a report, its sections as printed
    reviewed       approvals, remarks, findings let pass
    organ          the organ that reports
    place          what a place lays down for the reports of its organs, as one file
    language       sentences, likeness of texts, 文号, encodings
    strict_model   what the parts of a report have in common
    values         figures in cells and how they are written
    form           editions of the form, outline and hints, as data
    model_use      whether a model may be used, by where it is
    fallback_setting  the model that drafts where the first cannot be reached, as kept on 设置
    settings       what an office configures
    sign_in_setting  whether a server may listen where others reach it
    service_address  where a service is, and whether others reach it
    private_files  files that only this user may read
    whole_files    files that are written whole or not at all
    zip_guard      zip files from elsewhere
    pdf_picture    a picture of a place on a PDF's page
    guarded_child  work on a file in a process of its own, with limits
    resources      where the package's own files lie
    times          Beijing's clock, by which people read
    errors         what goes wrong, in words for staff
"""

__version__ = "0.1.0"
