{{ config(meta={"dagster": {"ref": {"name": "fct_extractions"}}}) }}

-- A row that neither side counts was lost between the load and the marts. Both are
-- asked: where rows are people, what is published is rounded.
select
    source,
    table_name,
    load_id,
    row_count,
    accepted_count,
    rejected_count
from {{ ref('int_loads_reconciled') }}
where row_count != accepted_count + rejected_count
union all
select
    source,
    table_name,
    load_id,
    row_count,
    accepted_count,
    rejected_count
from {{ ref('fct_extractions') }}
where row_count != accepted_count + rejected_count
