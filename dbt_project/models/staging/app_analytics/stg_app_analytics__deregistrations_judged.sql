{%- set faults = [
    ('deregistration_user_unknown', 'registrations.user_id is null', 'null', 'null'),
    ('deregistration_time_unreadable', 'deregistrations.deregistered_at is null',
        'deregistrations.deregistered_text', 'null'),
] -%}

with deregistrations as (
    select * from {{ ref('stg_app_analytics__deregistrations') }}
),

registrations as (
    select
        user_id,
        is_counted
    from {{ ref('stg_app_analytics__registrations_judged') }}
    where is_latest_version
),

final as (
    select
        -- Who never counted as registered cannot be counted off.
        {{ verdict(faults, 'not registrations.is_counted') }},
        deregistrations.file_name,
        deregistrations.row_number,
        {{ local_date('deregistrations.deregistered_at') }} as deregistered_date,
        deregistrations.load_id
    from deregistrations
    left join registrations
        on deregistrations.user_id = registrations.user_id
)

select * from final
