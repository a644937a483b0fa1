select
    section_id,
    heading,
    sort_order,
    is_prompt
from {{ ref('report_card_sections') }}
