"""Writing: prompts, the model endpoint, streaming, drafting one section, and the offline composer.

``section.draft`` is the way in. ``endpoint``, ``client``, ``failures`` talk to the model; ``think`` and ``markers``
read what it writes; ``prompts`` holds what it is told; ``composer`` writes without a model; ``local_model`` serves one.
The model libraries are imported inside functions only: they cost
seconds, and the first page must not wait for them.
"""
