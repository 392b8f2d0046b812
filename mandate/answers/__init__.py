"""Answers: the timeline, the status of a date, reasons, what-if, disputes and the docket."""
