"""What judges the binding: golds read from sentences, texts with one thing wrong, a model that lies, honest drafts.

Written from the outside – what ``check --json --marks`` prints and what the service's verbs do – and without a look at how
the binding reads a sentence, so that it does not repeat the binding's idea of the job. No sentence of a published report
is kept here: golds over the corpus are places and figures, all texts are our own.
"""
