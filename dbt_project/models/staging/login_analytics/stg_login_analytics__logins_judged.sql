{%- set faults = [
    ('login_clinician_unknown', 'clinicians.clinician_id is null', 'null', 'null'),
    ('login_system_unknown', 'systems.code_name is null', 'logins.system', 'null'),
    ('login_time_unreadable', 'logins.logged_in_at is null',
        'logins.logged_in_text', 'null'),
] -%}

with logins as (
    select * from {{ ref('stg_login_analytics__logins') }}
),

clinicians as (
    select clinician_id
    from {{ ref('stg_login_analytics__clinicians') }}
    where is_latest_version
),

systems as (
    select * from {{ ref('stg_reference__source_codes') }}
    where
        source = 'login_analytics' and table_name = 'logins' and column_name = 'system'
),

final as (
    select
        logins.clinician_id,
        {{ verdict(faults, 'false') }},
        {{ means('systems.meanings', 'national') }} as is_national,
        logins.file_name,
        logins.row_number,
        {{ local_date('logins.logged_in_at') }} as logged_in_date,
        logins.load_id
    from logins
    left join clinicians
        on logins.clinician_id = clinicians.clinician_id
    left join systems
        on logins.system = systems.code
)

select * from final
