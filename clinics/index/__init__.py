"""The facet index: all counts and the order of a listing out of bitmaps in the memory of the process.

`rows` says what it is made of, `clinic_index` what it holds, `question` what can be asked and how it is
answered; these and what they stand on know no Django and no database. `reading` reads the rows, `keeping`
holds one index for each process and brings it up to date before it answers.

The contract: the answer is that of the queries in `clinics.filters` and `clinics.facets`, to the last clinic.
They answer where there is no index, and tests ask both.
"""
