{%- set faults = [
    ('leaver_employment_unknown', 'has_employment is null', "'unknown'", 'null'),
    ('leaver_reason_unknown', 'reason_name is null', 'leaving_reason', 'null'),
    ('leaver_day_unreadable', 'left_date is null', 'left_on', 'null'),
    ('leaver_left_before_start', 'left_date < started_date', 'left_on', 'null'),
] -%}

with decoded as (
    select
        leavers.*,
        jobs.organisation_unit_id,
        jobs.is_permanent,
        jobs.is_specialist,
        jobs.is_counted as has_employment,
        jobs.started_date,
        codes.code_name as reason_name,
        {{ means('codes.meanings', 'voluntary') }} as is_voluntary
    from {{ ref('stg_hr__leavers') }} as leavers
    left join {{ ref('stg_hr__employments_judged') }} as jobs
        on leavers.employment_id = jobs.employment_id and jobs.is_latest_version
    left join {{ ref('stg_reference__source_codes') }} as codes
        on
            leavers.leaving_reason = codes.code and codes.source = 'hr'
            and codes.table_name = 'leavers'
),

final as (
    select
        organisation_unit_id,
        is_permanent,
        is_specialist,
        is_voluntary,
        {{ verdict(faults, 'is_deleted or is_withdrawn or not has_employment') }},
        left_date,
        load_id
    from decoded
)

select * from final
