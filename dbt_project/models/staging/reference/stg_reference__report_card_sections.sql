select
    section_id,
    heading,
    sort_order,
    is_prompt,
    is_standard
from {{ ref('report_card_sections') }}
