"""Risk assessments: the high-risk questions, the checklist page by page, and when an assessment may close."""
