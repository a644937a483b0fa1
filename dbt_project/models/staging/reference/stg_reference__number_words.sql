select
    word,
    word_type
from {{ ref('number_words') }}
