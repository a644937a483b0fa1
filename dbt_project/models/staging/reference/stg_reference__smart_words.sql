select
    word,
    meaning,
    is_whole_word
from {{ ref('smart_words') }}
