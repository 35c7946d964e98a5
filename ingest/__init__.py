"""Reading: file to text and tables, text to tasks, units, dates, targets and themes."""
