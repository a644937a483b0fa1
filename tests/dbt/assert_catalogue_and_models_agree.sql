{{ config(meta={"dagster": {"ref": {"name": "int_catalogue_implementations"}}}) }}

select
    measure_id,
    implementation_status
from {{ ref('int_catalogue_implementations') }}
where implementation_status in ('not_implemented', 'not_in_catalogue')
