"""The report: one page that shows a run and stands alone. Reads an OUT folder, nothing else.

`page.write_report(out)` builds report.html; `read` and `facts` give the same content to
`hejda explain`. For operational material no sentence about anybody is read, let alone shown.
"""
