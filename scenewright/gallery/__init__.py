"""The gallery: samples of a data set as cards in a browser, served or as one file, and a live preview of a family."""
