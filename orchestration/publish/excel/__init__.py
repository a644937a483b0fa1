"""A release as a workbook: a sheet for each scorecard, every metric's figures, the rows behind.

Here: what stands on which sheet and how it looks. Not here: what a workbook must be whatever it
says (orchestration.workbooks), the words of a status (publish.site), and CSV (publish.open_data).
"""
