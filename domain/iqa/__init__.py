"""One IQA: what people ask of it, what happened, and what comes next."""
