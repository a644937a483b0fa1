select
    spc_icon_id,
    icon_type,
    name,
    meaning,
    matrix_group,
    sort_order
from {{ ref('spc_icons') }}
