{{ config(meta={"dagster": {"ref": {"name": "fct_extractions"}}}) }}

-- Rows without a line in the ledger would be missing from the reconciliation.
select
    records.source,
    records.table_name,
    records.load_id,
    count(*) as row_count
from {{ ref('int_records_judged') }} as records
left join {{ ref('fct_extractions') }} as extractions
    on
        records.source = extractions.source
        and records.table_name = extractions.table_name
        and records.load_id = extractions.load_id
where extractions.load_id is null
group by records.source, records.table_name, records.load_id
