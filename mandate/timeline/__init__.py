"""The timeline: a text and a record are derived once, and each date is then a look-up."""
