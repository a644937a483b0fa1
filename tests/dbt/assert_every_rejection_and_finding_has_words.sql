{{ config(meta={"dagster": {"ref": {"name": "fct_data_quality_findings"}}}) }}

-- A rule or a type without its row in the seed would drop the record from the audit.
with counts as (
    select
        'rejections' as subject,
        (
            select count(*) from {{ ref('int_records_judged') }}
            where rejection_rule_id is not null
        ) as found_count,
        (select count(*) from {{ ref('int_rejected_records') }}) as told_count
    union all
    select
        'findings' as subject,
        (select count(*) from {{ ref('int_findings_about_catalogue') }})
        + (select count(*) from {{ ref('int_findings_about_values') }})
        + (select count(*) from {{ ref('int_findings_about_files') }}) as found_count,
        (select count(*) from {{ ref('fct_data_quality_findings') }}) as told_count
)

select
    subject,
    found_count,
    told_count
from counts
where found_count != told_count
