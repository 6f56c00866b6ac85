"""Two become one: a word of a vocabulary or a listing goes into another, its address leads on, all is kept.

What a merge did can be taken back like every act on many listings (`clinics.bulk`).
"""
