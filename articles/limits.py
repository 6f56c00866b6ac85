"""How much one article may hold; more is refused with a sentence. docs/guides.md lists these figures."""

MOST_CHARACTERS = 300_000  # of a file; the longest of a hundred public blogs have a fifth of that
LONGEST_FRONT_MATTER = 50_000  # characters
DEEPEST_FRONT_MATTER = 8  # lists and mappings in one another
LONGEST_PARAGRAPH = 100_000  # characters between two empty lines
MOST_HEADINGS = 1_000
MOST_COLUMNS = 20  # of a table
MOST_ROWS = 1_000  # of a table
MOST_FIGURES = 300
MOST_HTML = 3_000_000  # characters, once all is clean
DEEPEST_BLOCKS = 40  # of Markdown: twenty lists in one another; what lies deeper is shown as text
DEEPEST_HTML = 100  # elements in one another
DEEPEST_LINKS = 10  # brackets in one another; what lies deeper is text
MOST_MENTIONS = 20_000  # runs of words that could be names
