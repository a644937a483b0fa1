select
    section_id,
    heading,
    sort_order,
    is_prompt,
    is_standard
from {{ ref('stg_reference__report_card_sections') }}
