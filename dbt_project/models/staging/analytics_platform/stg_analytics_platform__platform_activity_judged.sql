{%- set faults = [
    ('activity_analyst_missing', "coalesce(analyst_id, '') = ''", 'null', 'null'),
    ('activity_time_unreadable', 'occurred_at is null', 'occurred_text', 'null'),
] -%}

with activities as (
    select * from {{ ref('stg_analytics_platform__platform_activity') }}
),

final as (
    select
        analyst_id,
        {{ verdict(faults, 'false') }},
        file_name,
        row_number,
        {{ local_date('occurred_at') }} as active_date,
        load_id
    from activities
)

select * from final
