{%- set faults = [
    ('employment_post_unknown', 'is_post_counted is null', 'post_id', 'null'),
    ('employment_contract_unknown', 'contract_name is null', 'contract_type', 'null'),
    ('employment_start_unreadable', 'started_date is null', 'started_on', 'null'),
    ('employment_end_unreadable', "ended_date is null and ended_on != ''", 'ended_on', 'null'),
    ('employment_ends_early', 'ended_date < started_date', 'ended_on', 'started_on')] -%}

with decoded as (
    select
        employments.*,
        posts.organisation_unit_id,
        posts.is_specialist,
        posts.is_counted as is_post_counted,
        codes.code_name as contract_name,
        {{ means('codes.meanings', 'permanent') }} as is_permanent
    from {{ ref('stg_hr__employments') }} as employments
    left join {{ ref('stg_hr__posts_judged') }} as posts
        on employments.post_id = posts.post_id and posts.is_latest_version
    left join {{ ref('stg_reference__source_codes') }} as codes
        on
            employments.contract_type = codes.code and codes.source = 'hr'
            and codes.table_name = 'employments'
),

final as (
    select
        employment_id,
        staff_key,
        post_id,
        organisation_unit_id,
        is_permanent,
        is_specialist,
        {{ verdict(faults, 'is_deleted or is_test or not is_post_counted') }},
        started_date,
        ended_date,
        load_id
    from decoded
)

select * from final
