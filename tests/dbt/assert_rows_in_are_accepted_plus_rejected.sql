{{ config(meta={"dagster": {"ref": {"name": "fct_extractions"}}}) }}

-- A row that neither side counts was lost between the load and the marts.
select
    source,
    table_name,
    load_id,
    row_count,
    accepted_count,
    rejected_count
from {{ ref('fct_extractions') }}
where row_count != accepted_count + rejected_count
