"""Data sets in the forms that trainers and evaluators read: one short module for each, listed in `registry.py`.

`run.py` streams the rows; `records.py` makes them what every form is written from; `text.py` keeps the words safe;
`key.py` is what a reply is scored by where the data set itself is not at hand; `folder.py` makes it all or nothing.
"""
