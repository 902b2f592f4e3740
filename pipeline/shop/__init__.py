"""The office: schedules stations, knows no text."""
