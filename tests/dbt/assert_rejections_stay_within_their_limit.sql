{{ config(meta={
    "dagster": {"ref": {"name": "int_source_rejections"}}, "tells_rows": true
}) }}

-- So many bad records mean that the source changed, not that people made mistakes.
select
    source,
    row_count,
    rejected_count,
    rejected_pct,
    rejection_limit_pct
from {{ ref('int_source_rejections') }}
where not is_within_limit
