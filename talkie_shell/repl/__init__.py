"""The prompt: the line, its live preview, confirming, keys, history search.

`state` and `choices` decide, `view` says what is shown, `editor` binds both to
prompt_toolkit, `app` puts the prompt together with the shell, the log and the pipeline.
"""
