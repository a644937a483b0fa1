select word
from {{ ref('number_words') }}
