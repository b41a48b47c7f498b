"""One module a sheet of the workbook; `layout` knows how a table and a page look."""
