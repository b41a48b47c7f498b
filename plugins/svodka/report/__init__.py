"""Values → files: frozen editions, the workbook and the annex of figures. Presentation only, no arithmetic."""
